// The securebits flags (capabilities(7), "The securebits flags"; linux/securebits.h).

export const SECBIT_NOROOT = 1;
export const SECBIT_NOROOT_LOCKED = 2;
export const SECBIT_NO_SETUID_FIXUP = 4;
export const SECBIT_NO_SETUID_FIXUP_LOCKED = 8;
export const SECBIT_KEEP_CAPS = 16;
export const SECBIT_KEEP_CAPS_LOCKED = 32;
export const SECBIT_NO_CAP_AMBIENT_RAISE = 64;
export const SECBIT_NO_CAP_AMBIENT_RAISE_LOCKED = 128;

export const SECURE_ALL_BITS = 0x55;
export const SECURE_ALL_LOCKS = 0xaa;
