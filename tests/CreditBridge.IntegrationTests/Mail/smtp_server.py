"""An SMTP server for tests. Prints its port; keeps each mail it takes as a file; ends when its standard input does."""
import os
import ssl
import sys
import threading

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

folder, mode = sys.argv[1], sys.argv[2]


class Mailbox:
    def __init__(self):
        self.taken = 0

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("nobody@"):
            return "550 5.1.1 no such mailbox"
        if address.startswith("later@"):
            return "451 4.7.1 try again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.taken += 1
        name = os.path.join(folder, f"{self.taken:03}")
        with open(name + ".part", "wb") as file:
            file.write(b"X-Recipients: " + ", ".join(envelope.rcpt_tos).encode() + b"\r\n")
            file.write(b"X-Tls: " + (b"yes" if session.ssl else b"no") + b"\r\n")
            file.write(envelope.content)
        os.rename(name + ".part", name + ".eml")
        return "250 taken"


def login(server, session, envelope, mechanism, data):
    good = isinstance(data, LoginPassword) and data.login == b"bridge" and data.password == b"opensesame"
    return AuthResult(success=good, handled=False)


options = {}
if mode == "starttls":
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(os.path.join(folder, "server.pem"), os.path.join(folder, "server.key"))
    options = {"tls_context": context, "require_starttls": True, "auth_required": True, "authenticator": login}

controller = Controller(Mailbox(), hostname="127.0.0.1", port=int(sys.argv[3]), **options)
controller.start()
print("ready", flush=True)
threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0))).start()
