#!/usr/bin/env python3
"""A bot that says again what somebody says to it: echo.py SOCKS-ADDRESS:PORT ONION-ADDRESS [NICK]

It needs nothing but Python and the SOCKS port of a Tor client, such as 127.0.0.1:9150 while Tor Browser is open.
Whoever begins a message with "echo " gets the rest of it back. It ends with the room, or with Ctrl-C.
"""

import http.client
import json
import socket
import struct
import sys
import time

# What a bot has to keep to: one message a second and session.
INTERVAL = 1.1

# A silent room says something every 30 seconds; who hears nothing for longer has lost it.
SILENCE = 75


def through_tor(proxy, onion):
    """A connection to port 80 of an onion service, through a SOCKS 5 proxy (RFC 1928)."""
    host, port = proxy.rsplit(":", 1)
    stream = socket.create_connection((host, int(port)), timeout=SILENCE)
    stream.sendall(b"\x05\x01\x00")
    if stream.recv(2) != b"\x05\x00":
        sys.exit("echo.py: this is no SOCKS 5 proxy without a password: " + proxy)
    stream.sendall(b"\x05\x01\x00\x03" + bytes([len(onion)]) + onion.encode() + struct.pack(">H", 80))
    reply = stream.recv(10)
    if len(reply) < 2 or reply[1] != 0:
        sys.exit("echo.py: nobody answers at this address; is the room open?")
    connection = http.client.HTTPConnection(onion)
    connection.sock = stream
    return connection


class Room:
    """A room, and who we are in it."""

    def __init__(self, proxy, onion):
        self.proxy, self.onion, self.headers = proxy, onion, {}
        page = self.ask("GET", "/")
        page.read()
        cookies = [value.split(";")[0] for name, value in page.getheaders() if name.lower() == "set-cookie"]
        self.headers = {"Cookie": "; ".join(cookies)}

    def ask(self, method, path, body=None):
        """Asks for something on a connection of its own."""
        connection = through_tor(self.proxy, self.onion)
        headers = dict(self.headers)
        if body is not None:
            headers["Content-Type"] = "application/json"
            body = json.dumps(body)
        connection.request(method, path, body, headers)
        return connection.getresponse()

    def say(self, text):
        """Says something, or gives a command; gives what the room says to that."""
        time.sleep(INTERVAL)
        return json.loads(self.ask("POST", "/api/send", {"text": text}).read())

    def lines(self):
        """What happens in the room, as it happens."""
        for line in self.ask("GET", "/api/stream"):
            yield json.loads(line)


def main():
    """Joins the room and echoes."""
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__)
    room = Room(*sys.argv[1:3])
    nick = room.say("/nick " + (sys.argv[3] if len(sys.argv) > 3 else "Echo"))["nick"]
    newest = -1
    for line in room.lines():
        if line["event"] == "end":
            sys.exit("echo.py: " + line["reason"])
        # What was said before it came is not for the bot; nor is what it has said itself.
        if line["event"] == "members" and newest < 0:
            newest = 0
            print("echo.py: here as " + nick, flush=True)
        elif line["event"] == "said" and newest == 0 and line["nick"] != nick:
            if line["text"].startswith("echo "):
                room.say(line["text"][len("echo "):])


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        pass
