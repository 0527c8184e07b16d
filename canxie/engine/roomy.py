"""Memory for questions about everyone."""

from django.db import connection

WORK_MEM = "256MB"
"""What a list of the households of 3 million people takes; a county's takes a hundredth of it."""


def be_roomy() -> None:
    """Let the rest of this transaction keep in PostgreSQL's memory what belongs to everybody's households.

    With the 4 MB that it gives by itself it asks for each of 3 million people anew, which takes three times as long.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('work_mem', %s, true)", [WORK_MEM])
