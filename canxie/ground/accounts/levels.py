"""Where each role works, as the level of its division."""

from canxie.ground.accounts.roles import Role
from canxie.ground.divisions.models import Level

WORKS_AT: dict[Role, Level] = {
    Role.COMMISSIONER: Level.VILLAGE,
    Role.CHAIR: Level.VILLAGE,
    Role.GROUP_LEADER: Level.VILLAGE,
    Role.TOWNSHIP_CLERK: Level.TOWNSHIP,
    Role.COUNTY_CLERK: Level.COUNTY,
    Role.CITY_CLERK: Level.CITY,
    Role.PROVINCE_CLERK: Level.PROVINCE,
    Role.SYSTEM_ADMIN: Level.COUNTY,
    Role.SECURITY_ADMIN: Level.COUNTY,
    Role.AUDIT_ADMIN: Level.COUNTY,
}
