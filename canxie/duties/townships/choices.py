"""What a township has to work with."""

from django.db.models import TextChoices


class Kind(TextChoices):
    """Commissioners and clerks are not written down here: their posts say who they are."""

    STAFF = "staff", "工作人员"
    DOCTOR = "doctor", "医生"
    STATION = "station", "如康家园和站点"
    ORGANISATION = "organisation", "社会组织"
    EQUIPMENT = "equipment", "设备"
    FUNDS = "funds", "经费"
