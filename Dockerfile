# One image for web, worker and beat. It holds no secret and runs as a user of its own.

FROM python:3.12-slim-bookworm AS packages
COPY requirements.txt .
RUN python -m venv /venv \
    && /venv/bin/python -m pip install --no-cache-dir --require-hashes -r requirements.txt

FROM python:3.12-slim-bookworm
COPY bin/packages.txt /tmp/packages.txt
RUN apt-get update \
    && xargs apt-get install -y --no-install-recommends < /tmp/packages.txt \
    && rm -rf /var/lib/apt/lists/* /tmp/packages.txt
RUN useradd --system --uid 10001 --create-home --home-dir /var/lib/meeting meeting
COPY --from=packages /venv /venv
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    STATIC_ROOT=/srv/static VAR_DIR=/var/lib/meeting BIND=0.0.0.0 PORT=8000
WORKDIR /srv/meeting
COPY . .
# The key signs nothing: it is gone with this step.
RUN SECRET_KEY=unused VAR_DIR=/tmp/build python manage.py prepare --only assets && rm -rf /tmp/build
USER meeting
VOLUME /var/lib/meeting
EXPOSE 8000
CMD ["python", "-m", "gunicorn", "gfmd_meeting.wsgi"]
