"""What argon2-cffi, the reference implementation under Python, says of passwords and hashes.

Each line of standard input is a question, each line of standard output its answer:

    hash PASSWORD SALT MEMORY_KIB PASSES LANES    the PHC text
    verify PASSWORD PHC                           right or wrong

PASSWORD and SALT are hexadecimal; the password is UTF-8 in normal form C.
"""

import sys

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError
from argon2.low_level import Type, hash_secret

for line in sys.stdin:
    what, password, *rest = line.split()
    password = bytes.fromhex(password)
    if what == "hash":
        salt, (memory, passes, lanes) = bytes.fromhex(rest[0]), map(int, rest[1:])
        print(hash_secret(password, salt, passes, memory, lanes, 32, Type.ID).decode())
    else:
        try:
            print("right" if PasswordHasher().verify(rest[0], password) else "wrong")
        except VerifyMismatchError:
            print("wrong")
