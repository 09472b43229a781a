"""What stands between the right password and being signed in, beside what allauth brings."""

from allauth.account.stages import EmailVerificationStage


class ConfirmAddress(EmailVerificationStage):
    """Whoever signed up by themselves confirms their address first; nobody else is ever asked to.

    Without a person (allauth hides so that an address is known already) the answer is the same as with one.
    """

    def handle(self):
        person = self.login.user
        if person is not None and not person.must_confirm:
            return None, True
        return super().handle()
