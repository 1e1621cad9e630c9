#!/usr/bin/python3
"""Drops files on the one window that takes such, as a file manager does: by XDND 5.

    drop.py FILE...

Needs the package python3-xlib. Ends with an error if nobody takes them within 30 seconds.
"""
import pathlib
import select
import sys
import time

from Xlib import X, display
from Xlib.protocol import event


def takers(screen, window):
    """The windows that say they take what is dropped, from `window` on down."""
    if window.get_full_property(screen.intern_atom("XdndAware"), X.AnyPropertyType):
        yield window
    for child in window.query_tree().children:
        yield from takers(screen, child)


def events(screen, deadline):
    """What happens, until the deadline."""
    while (left := deadline - time.monotonic()) > 0:
        if screen.pending_events() or select.select([screen.fileno()], [], [], left)[0]:
            yield screen.next_event()


def drop(files):
    screen = display.Display()
    atom = screen.intern_atom
    root = screen.screen().root
    target = next(takers(screen, root), None)
    if target is None:
        sys.exit("no window takes what is dropped")
    source = root.create_window(0, 0, 1, 1, 0, X.CopyFromParent)
    source.set_selection_owner(atom("XdndSelection"), X.CurrentTime)
    content = "".join(pathlib.Path(file).resolve().as_uri() + "\r\n" for file in files).encode()
    place = target.get_geometry()
    middle = (place.width // 2) << 16 | place.height // 2

    def tell(what, *data):
        data = [source.id, *data]
        data += [0] * (5 - len(data))
        target.send_event(event.ClientMessage(window=target, client_type=atom(what), data=(32, data)))
        screen.flush()

    tell("XdndEnter", 5 << 24, atom("text/uri-list"))
    tell("XdndPosition", 0, middle, X.CurrentTime, atom("XdndActionCopy"))
    handed = taken = False
    for happened in events(screen, time.monotonic() + 30):
        if happened.type == X.SelectionRequest:
            asker = happened.requestor
            asker.change_property(happened.property, happened.target, 8, content)
            asker.send_event(event.SelectionNotify(time=happened.time, requestor=asker, selection=happened.selection,
                                                   target=happened.target, property=happened.property))
            screen.flush()
            handed = True
        elif happened.type == X.ClientMessage:
            what, data = screen.get_atom_name(happened.client_type), happened.data[1]
            taken = taken or what == "XdndStatus" and data[1] & 1 == 1
            if what == "XdndFinished":
                return
        if handed and taken:
            tell("XdndDrop", 0, X.CurrentTime)
            handed = False
    sys.exit("what was dropped was not taken")


drop(sys.argv[1:])
