/*
 * Stands in for bcryptprimitives.dll in the tests' Wine prefix.
 *
 * Rust's standard library draws its randomness from ProcessPrng, which
 * Wine 8 does not have. Windows has its own; this file is never shipped.
 */
#include <windows.h>
#include <ntsecapi.h> /* RtlGenRandom, exported by advapi32 as SystemFunction036 */

/* RtlGenRandom counts in ULONG, ProcessPrng in SIZE_T. */
#define PIECE ((SIZE_T)1 << 30)

__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE buffer, SIZE_T length)
{
    while (length > 0) {
        ULONG piece = (ULONG)(length < PIECE ? length : PIECE);
        if (!RtlGenRandom(buffer, piece))
            return FALSE;
        buffer += piece;
        length -= piece;
    }
    return TRUE;
}
