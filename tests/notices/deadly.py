"""A mail server over which the process that speaks to it dies."""

import os
import signal

from django.core.mail.backends.base import BaseEmailBackend


class Backend(BaseEmailBackend):
    """Kills whoever sends."""

    def send_messages(self, email_messages: object) -> int:
        os.kill(os.getpid(), signal.SIGKILL)
        return 0
