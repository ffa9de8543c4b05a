"""Random typing at a real pty: what it echoes and what a reader gets. Prints a JSON list of cases for terminal.test.ts.

usage: python3 terminal.py SEED COUNT > terminal.recorded.json      (Linux; takes about half a second a case)

A case is [iflag, oflag, lflag, steps]; a step is
  ["type", keys, echo]   ["write", bytes, shown, taken]   ["read", count, bytes or null]   ["flip", shown]   (ICANON changes)
with bytes as hex.
"""
import fcntl, json, os, pty, random, select, sys, termios

KEYS = [b"a", b"b", b"_", b" ", b"\t", b"\x7f", b"\x7f", b"\x15", b"\x17", b"\x16", b"\x12", b"\x04", b"\r", b"\n", "日".encode(),
        "é".encode(), b"\x01", b"\x03", b"\x1c", b".", b"\xff", b"\x00", b"\x13", b"\x11"]
OUTPUT = [b"x", b"\n", b"\t", b"\r", b"\b", "日".encode(), b"abc", b"\x01"]
# value and how often it is set
IFLAGS = [(0o400, 0.8), (0o200, 0.1), (0o100, 0.1), (0o2000, 0.7), (0o40000, 0.8), (0o4000, 0.1)]
OFLAGS = [(1, 0.9), (4, 0.8), (0o10, 0.1), (0o20, 0.1), (0o40, 0.1), (0o14000, 0.2), (2, 0.05)]
LFLAGS = [(1, 0.8), (2, 0.85), (8, 0.9), (0o20, 0.8), (0o40, 0.8), (0o100, 0.1), (0o200, 0.2), (0o1000, 0.8), (0o4000, 0.8), (0o100000, 0.85)]
ICANON = 2
# Seconds without output after which none is expected.
QUIET = 0.05


def flags(table):
    return sum(value for value, chance in table if random.random() < chance)


def drain(fd):
    out = b""
    while select.select([fd], [], [], QUIET)[0]:
        out += os.read(fd, 65536)
    return out.hex()


def step(master, slave):
    r = random.random()
    if r < 0.65:
        keys = b"".join(random.choice(KEYS) for _ in range(random.randrange(1, 9)))
        os.write(master, keys)
        return ["type", keys.hex(), drain(master)]
    if r < 0.75:
        data = b"".join(random.choice(OUTPUT) for _ in range(random.randrange(1, 8)))
        try:
            taken = os.write(slave, data)
        except BlockingIOError:
            taken = -1
        return ["write", data.hex(), drain(master), taken]
    if r < 0.93:
        count = random.choice([1, 2, 3, 5, 100])
        try:
            return ["read", count, os.read(slave, count).hex()]
        except BlockingIOError:
            return ["read", count, None]
    a = termios.tcgetattr(slave)
    a[3] ^= ICANON
    termios.tcsetattr(slave, termios.TCSANOW, a)
    return ["flip", drain(master)]


def case():
    master, slave = pty.openpty()
    fcntl.fcntl(slave, fcntl.F_SETFL, os.O_NONBLOCK | os.O_RDWR)
    a = termios.tcgetattr(slave)
    a[0], a[1], a[3] = flags(IFLAGS), flags(OFLAGS), flags(LFLAGS)
    a[6][termios.VMIN], a[6][termios.VTIME] = 1, 0
    termios.tcsetattr(slave, termios.TCSANOW, a)
    recorded = [a[0], a[1], a[3], [step(master, slave) for _ in range(random.randrange(3, 12))]]
    os.close(master)
    os.close(slave)
    return recorded


random.seed(int(sys.argv[1]))
print("[" + ",\n".join(json.dumps(case(), separators=(",", ":")) for _ in range(int(sys.argv[2]))) + "]")
