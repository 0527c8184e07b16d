"""What a role can be allowed to do. One list for the whole house, because a role matrix is read as a whole."""

from enum import StrEnum


class Power(StrEnum):
    DIVISIONS_CHANGE = "divisions.change"
    ACCOUNTS_APPOINT = "accounts.appoint"
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
