#!/usr/bin/python3
"""Stands for a desktop's portal, as far as it says how windows shall look (org.freedesktop.portal.Settings).

    portal.py

At first the desktop is light. A line on standard input changes it: `color-scheme 1` (dark) or `2` (light),
`contrast 1` (more) or `0`. Ends with its input. Needs a session bus and the packages python3-dbus and python3-gi.
"""
import os

import dbus
import dbus.service
from dbus.mainloop.glib import DBusGMainLoop
from gi.repository import GLib

SETTINGS = "org.freedesktop.portal.Settings"
NAMESPACE = "org.freedesktop.appearance"


class Portal(dbus.service.Object):
    says = {"color-scheme": dbus.UInt32(2), "contrast": dbus.UInt32(0)}

    @dbus.service.method(SETTINGS, in_signature="ss", out_signature="v")
    def Read(self, namespace, key):
        return dbus.UInt32(self.ReadOne(namespace, key), variant_level=1)

    @dbus.service.method(SETTINGS, in_signature="ss", out_signature="v")
    def ReadOne(self, namespace, key):
        if namespace != NAMESPACE or key not in self.says:
            raise dbus.exceptions.DBusException("not found", name="org.freedesktop.portal.Error.NotFound")
        return self.says[key]

    @dbus.service.signal(SETTINGS, signature="ssv")
    def SettingChanged(self, namespace, key, value):
        """Is told by being called."""


def change(source, _):
    lines = os.read(source, 4096).decode()
    if not lines:
        loop.quit()
        return False
    for line in lines.splitlines():
        key, value = line.split()
        portal.says[key] = dbus.UInt32(int(value))
        portal.SettingChanged(NAMESPACE, key, portal.says[key])
    return True


DBusGMainLoop(set_as_default=True)
loop = GLib.MainLoop()
bus = dbus.SessionBus()
portal = Portal(bus, "/org/freedesktop/portal/desktop")
name = dbus.service.BusName("org.freedesktop.portal.Desktop", bus)
GLib.io_add_watch(0, GLib.IO_IN | GLib.IO_HUP, change)
print("ready", flush=True)
loop.run()
