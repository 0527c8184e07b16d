"""What a role can be allowed to do. One list for the whole house, because a role matrix is read as a whole."""

from enum import StrEnum


class Power(StrEnum):
    DIVISIONS_CHANGE = "divisions.change"
    ACCOUNTS_APPOINT = "accounts.appoint"
    ACCOUNTS_RESET = "accounts.reset"  # a new first password for those who work below
    ACCOUNTS_SECURE = "accounts.secure"  # the security administrator: accounts, devices, unlocking
    SYSTEM_OPERATE = "system.operate"  # the system administrator: backups, keys, health
    TRAIL_READ = "trail.read"  # the audit administrator: who did what, never what stands in a file
    TRAIL_OVERSEE = "trail.oversee"  # the weekly list of odd reading by those who work below
    PARAMETERS_READ = "parameters.read"
    PARAMETERS_CHANGE = "parameters.change"
    JOBS_READ = "jobs.read"  # those of others; one's own job is one's own
    REGISTRY_READ = "registry.read"  # the whole card of a person and a household; names masked in lists
    REGISTRY_CONTACT = "registry.contact"  # the named contact of these people: names and phones in clear
    REGISTRY_WRITE = "registry.write"
    REGISTRY_REVEAL = "registry.reveal"  # one number at a time, on the trail
    REGISTRY_IMPORT = "registry.import"
    VISITS_READ = "visits.read"
    VISITS_RECORD = "visits.record"
    NEEDS_READ = "needs.read"  # names masked unless registry.contact reaches the row too
    NEEDS_RECORD = "needs.record"
    NEEDS_HANDLE = "needs.handle"  # own, answer, hand on, accept, deliver, close
    MEASURES_READ = "measures.read"  # figures, no names
    REGISTERS_READ = "registers.read"
    REGISTERS_PRINT = "registers.print"
    REGISTERS_EXPORT = "registers.export"
    REGISTERS_APPROVE = "registers.approve"  # an export with many rows or with numbers
    ASSOCIATIONS_READ = "associations.read"  # its page: office-holders, meetings, papers
    ASSOCIATIONS_PREPARE = "associations.prepare"  # villages, seats, meetings, participants
    ASSOCIATIONS_FILE = "associations.file"  # the township reviews and files
    ASSOCIATIONS_APPROVE = "associations.approve"  # the county takes the filing
    RESOLUTIONS_DO = "resolutions.do"  # say what became of a resolution of its meeting
    GROUPS_READ = "groups.read"
    GROUPS_CHANGE = "groups.change"
    GROUPS_LEAD = "groups.lead"  # the contact card of one's own group's members
    CONTACTS_ASSIGN = "contacts.assign"  # who answers for whom
    TOWNSHIPS_READ = "townships.read"
    TOWNSHIPS_CHANGE = "townships.change"  # people and means of a township, cover of a vacancy
    GUIDANCE_READ = "guidance.read"
    GUIDANCE_ASSIGN = "guidance.assign"  # tasks for a commissioner from one's own line
    GUIDANCE_DO = "guidance.do"
