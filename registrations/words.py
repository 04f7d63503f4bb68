"""The other words by which lists tell a choice: another gender, a plural, an abbreviation."""

from gfmd_meeting.models import StakeholderType

from .models import Capacity, Gender, Status

OF_TYPE = {
    StakeholderType.GOVERNMENT: ("governments", "gobiernos", "gouvernements", "state", "estado"),
    StakeholderType.INTERNATIONAL_ORGANIZATION: (
        "international organizations",
        "international organisation",
        "organizaciones internacionales",
        "organismo internacional",
        "organisations internationales",
    ),
    StakeholderType.CIVIL_SOCIETY: ("civil-society", "ngo", "ong"),
}
OF_CAPACITY = {
    Capacity.HEAD: (
        "head",
        "jefe de delegación",
        "jefa de delegación",
        "jefe de la delegación",
        "jefa de la delegación",
        "cheffe de délégation",
        "chef de la délégation",
        "cheffe de la délégation",
    ),
    Capacity.DELEGATE: ("delegado", "delegada", "déléguée", "délégué(e)"),
    Capacity.ALTERNATE: ("alterno", "alterna", "suppléante", "suppléant(e)"),
    Capacity.ADVISER: ("advisor", "asesor", "asesora", "conseillère", "conseiller/ère"),
    Capacity.OBSERVER: ("observador", "observadora", "observatrice"),
    Capacity.RESOURCE_PERSON: ("persona experta", "experto", "experta", "personne ressource"),
    Capacity.SECRETARIAT: ("secretaria", "secretariado"),
}
OF_STATE = {Status.CONFIRMED: ("confirmado", "confirmé", "confirmed seat")}
OF_GENDER = {
    Gender.WOMAN: ("female", "f", "femenino", "féminin"),
    Gender.MAN: ("male", "m", "masculino", "masculin"),
}
