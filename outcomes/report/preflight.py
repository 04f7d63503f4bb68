"""stub"""
BLOCKING = "blocking"
def preflight(*, kind="draft"):
    return []
