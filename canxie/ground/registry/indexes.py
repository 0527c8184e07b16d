"""The blind indexes of the registry, made anew from the sealed numbers when their key is renewed."""

from canxie.engine.sealing.indexes import indexed
from canxie.engine.sealing.seals import blind
from canxie.ground.registry.models import Certificate, Person, Phone
from canxie.ground.registry.naming import identified, phone_index


@indexed(Person)
def of_person(person: Person) -> dict[str, str]:
    known = identified(person.identifier.clear() if person.identifier else "", person.path)
    return {name: known[name] for name in ("identifier_index", "tail_index")}


@indexed(Certificate)
def of_certificate(certificate: Certificate) -> dict[str, str]:
    return {"number_index": blind("certificate", certificate.number.clear())}


@indexed(Phone)
def of_phone(phone: Phone) -> dict[str, str]:
    return {"number_index": phone_index(phone.number.clear())}
