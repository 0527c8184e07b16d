"""Who a session belongs to."""

from django.contrib.auth.backends import BaseBackend

from canxie.ground.accounts.models import User


class OfSessions(BaseBackend):
    """Finds the user of a session, unless the account is closed. Lets nobody in: that is `sign_in.knock` alone."""

    def get_user(self, user_id: int) -> User | None:
        return User.objects.filter(pk=user_id, is_active=True).first()
