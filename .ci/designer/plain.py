"""What the scripts that make fonts have in common."""
from fontTools.ttLib import newTable
from fontTools.ttLib.tables.ttProgram import Program


def without_hints(font):
    """Says that the outlines are drawn as they are: without instructions a renderer guesses some, for each text anew."""
    font["prep"] = newTable("prep")
    font["prep"].program = Program()
    # PUSHW 511, SCANCTRL, PUSHB 4, SCANTYPE: gaps in thin strokes are closed.
    font["prep"].program.fromBytecode(bytes([0xB8, 0x01, 0xFF, 0x85, 0xB0, 0x04, 0x8D]))
    font["maxp"].maxStackElements = max(font["maxp"].maxStackElements, 1)
