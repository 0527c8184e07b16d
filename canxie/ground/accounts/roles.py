"""Roles and the powers each one carries (domain.md, appendix F: who sees what)."""

from django.db.models import TextChoices

from canxie.ground.powers import Power


class Role(TextChoices):
    COMMISSIONER = "commissioner", "专职委员"
    CHAIR = "chair", "残协主席"
    GROUP_LEADER = "group_leader", "残疾人小组长"
    TOWNSHIP_CLERK = "township_clerk", "乡镇（街道）残联干事"
    COUNTY_CLERK = "county_clerk", "县残联干事"
    CITY_CLERK = "city_clerk", "市残联干事"
    PROVINCE_CLERK = "province_clerk", "省残联干事"
    SYSTEM_ADMIN = "system_admin", "系统管理员"
    SECURITY_ADMIN = "security_admin", "安全管理员"
    AUDIT_ADMIN = "audit_admin", "审计管理员"


ADMINISTRATORS = frozenset({"system_admin", "security_admin", "audit_admin"})
"""The three whose work must not come together in one hand: none holds any other post beside their own."""

READS_FILES = frozenset({Power.REGISTRY_READ, Power.REGISTRY_REVEAL, Power.VISITS_READ, Power.NEEDS_READ})
READS_FIGURES = frozenset({Power.MEASURES_READ})
KEEPS_REGISTERS = frozenset({Power.REGISTERS_READ, Power.REGISTERS_PRINT})

POWERS: dict[Role, frozenset[Power]] = {
    Role.COMMISSIONER: READS_FILES
    | READS_FIGURES
    | KEEPS_REGISTERS
    | {
        Power.REGISTRY_CONTACT,
        Power.REGISTRY_WRITE,
        Power.VISITS_RECORD,
        Power.NEEDS_RECORD,
        Power.NEEDS_HANDLE,
        Power.ASSOCIATIONS_READ,
        Power.RESOLUTIONS_DO,
        Power.GROUPS_READ,
        Power.GUIDANCE_READ,
        Power.GUIDANCE_DO,
    },
    Role.CHAIR: READS_FIGURES
    | {
        Power.NEEDS_READ,
        Power.ASSOCIATIONS_READ,
        Power.ASSOCIATIONS_PREPARE,
        Power.RESOLUTIONS_DO,
        Power.GROUPS_READ,
        Power.GROUPS_CHANGE,
        Power.GUIDANCE_READ,
        Power.GUIDANCE_ASSIGN,
    },
    Role.GROUP_LEADER: frozenset({Power.GROUPS_LEAD}),
    Role.TOWNSHIP_CLERK: READS_FILES
    | READS_FIGURES
    | KEEPS_REGISTERS
    | {
        Power.REGISTRY_WRITE,
        Power.REGISTRY_IMPORT,
        Power.NEEDS_HANDLE,
        Power.REGISTERS_EXPORT,
        Power.PARAMETERS_READ,
        Power.ACCOUNTS_RESET,
        Power.TRAIL_OVERSEE,
        Power.ASSOCIATIONS_READ,
        Power.ASSOCIATIONS_PREPARE,
        Power.RESOLUTIONS_DO,
        Power.ASSOCIATIONS_FILE,
        Power.GROUPS_READ,
        Power.GROUPS_CHANGE,
        Power.CONTACTS_ASSIGN,
        Power.TOWNSHIPS_READ,
        Power.TOWNSHIPS_CHANGE,
        Power.GUIDANCE_READ,
        Power.GUIDANCE_ASSIGN,
    },
    Role.COUNTY_CLERK: READS_FILES
    | READS_FIGURES
    | KEEPS_REGISTERS
    | {
        Power.REGISTRY_IMPORT,
        Power.NEEDS_HANDLE,
        Power.REGISTERS_EXPORT,
        Power.PARAMETERS_READ,
        Power.PARAMETERS_CHANGE,
        Power.DIVISIONS_CHANGE,
        Power.ACCOUNTS_APPOINT,
        Power.ACCOUNTS_RESET,
        Power.TRAIL_OVERSEE,
        Power.REGISTERS_APPROVE,
        Power.ASSOCIATIONS_READ,
        Power.ASSOCIATIONS_APPROVE,
        Power.GROUPS_READ,
        Power.TOWNSHIPS_READ,
        Power.GUIDANCE_READ,
    },
    Role.CITY_CLERK: READS_FIGURES,
    Role.PROVINCE_CLERK: READS_FIGURES,
    Role.SYSTEM_ADMIN: frozenset({Power.JOBS_READ, Power.SYSTEM_OPERATE}),
    Role.SECURITY_ADMIN: frozenset({Power.ACCOUNTS_SECURE}),
    Role.AUDIT_ADMIN: frozenset({Power.TRAIL_READ}),
}
