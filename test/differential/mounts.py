# Carries out mount programs on the real kernel: one process for each mount namespace, told what to do over a pipe. Reads programs as JSON
# lines (lists of [namespace, call, arguments...]) from the file named, prints for each program one JSON line: per operation the error and
# every namespace's mountinfo. Run by mounts.ts inside the oracle's sandbox, never elsewhere.
import ctypes, errno, json, os, socket, sys, time

libc = ctypes.CDLL(None, use_errno=True)
NEWNS, NEWUSER = 0x20000, 0x10000000
MS_BIND, MS_MOVE, MS_REC, MS_REMOUNT = 4096, 8192, 16384, 32
MS_PRIVATE = 1 << 18
MNT_DETACH = 2
NAMES = ('a', 'b', 'c')


def check(result):
    if result != 0:
        e = ctypes.get_errno()
        raise OSError(e, os.strerror(e))


def mount(source, target, fstype, flags):
    enc = lambda s: None if s is None else s.encode()
    check(libc.mount(enc(source), enc(target), enc(fstype), ctypes.c_ulong(flags), None))


def pivot_root(new, old):
    check(libc.syscall(155, new.encode(), old.encode()))


def umount(target, flags):
    check(libc.umount2(target.encode(), flags))


def fill(target):
    """The same directories and files in every new file system."""
    for x in NAMES:
        os.mkdir(target + '/' + x)
        for y in NAMES:
            os.mkdir(target + '/' + x + '/' + y)
        os.close(os.open(target + '/' + x + '/f', os.O_CREAT))
    os.close(os.open(target + '/f', os.O_CREAT))


def tmpfs(source, target, flags=0):
    mount(source, target, 'tmpfs', flags)
    fill(target)


held = []


def hold(path):
    held.append(os.open(path, os.O_RDONLY))


def drop():
    while held:
        os.close(held.pop())


CALLS = {
    'tmpfs': tmpfs,
    'bind': lambda a, b, more: mount(a, b, None, MS_BIND | more),
    'move': lambda a, b: mount(a, b, None, MS_MOVE),
    'make': lambda p, flags: mount('none', p, None, flags),
    'remount': lambda p, flags: mount('none', p, None, MS_REMOUNT | MS_BIND | flags),
    'resuper': lambda p, flags: mount('none', p, None, MS_REMOUNT | flags),
    'umount': umount,
    'rmdir': os.rmdir,
    'mkdir': os.mkdir,
    'chdir': os.chdir,
    'chroot': os.chroot,
    'pivot': pivot_root,
    'unlink': os.unlink,
    'hold': hold,
    'proc': lambda p: mount('proc', p, 'proc', 0),
    'drop': drop,
}

# Survives chroot and pivot_root.
proc = -1


def mountinfo():
    with open(os.open('self/mountinfo', os.O_RDONLY, dir_fd=proc), errors='surrogateescape') as f:
        return f.read().splitlines()


def run(call):
    try:
        CALLS[call[0]](*call[1:])
        return 'ok'
    except OSError as e:
        return errno.errorcode.get(e.errno, str(e.errno))


def one_program(program):
    """In a process and namespace of its own, whose tree is one tmpfs and a proc. Namespaces are forked from the process of the one they copy."""
    global proc
    check(libc.unshare(NEWNS))
    mount('none', '/', None, MS_REC | MS_PRIVATE)
    tmpfs('root', '/mnt')
    os.mkdir('/mnt/proc')
    mount('proc', '/mnt/proc', 'proc', 0)
    pivot_root('/mnt', '/mnt/a')
    os.chdir('/')
    umount('/a', MNT_DETACH)
    proc = os.open('/proc', os.O_PATH)
    spaces = [relay_space()]
    out = []
    for who, *call in program:
        if who >= len(spaces):
            result = 'none'
        elif spaces[who].pid == 0:
            result = 'dead'
        elif call[0] == 'exit':
            spaces[who].end()
            result = 'ok'
        elif call[0] == 'ns':
            relay, result = spaces[who].child(NEWNS | (NEWUSER if call[1] == 'user' else 0))
            if result == 'ok':
                spaces.append(relay)
        else:
            result = spaces[who].ask(call)
        out.append([result, [s.ask('info') if s.pid else [] for s in spaces]])
    return out


class Relay:
    """A namespace's process, which forks those of the namespaces copied from it."""

    def __init__(self, sock):
        self.sock = sock
        self.pid = -1
        self.file = sock.makefile('rwb')

    def ask(self, message):
        self.file.write((json.dumps(message) + '\n').encode())
        self.file.flush()
        return json.loads(self.file.readline())

    def child(self, flags):
        a, b = socket.socketpair()
        socket.send_fds(self.sock, [(json.dumps(['ns', flags]) + '\n').encode()], [b.fileno()])
        b.close()
        relay = Relay(a)
        result, relay.pid = json.loads(relay.file.readline())
        return relay, result

    def end(self):
        """Ends the process; its namespace is gone once it is a zombie."""
        self.sock.close()
        self.file.close()
        for _ in range(1000):
            try:
                with open(os.open('%d/stat' % self.pid, os.O_RDONLY, dir_fd=proc)) as f:
                    if f.read().split(') ')[1][0] == 'Z':
                        break
            except OSError:
                break
            time.sleep(0.001)
        self.pid = 0


def relay_space():
    a, b = socket.socketpair()
    if os.fork() == 0:
        a.close()
        serve_relay(b)
    b.close()
    return Relay(a)


def serve_relay(sock):
    buffer = b''
    while True:
        data, fds, _, _ = socket.recv_fds(sock, 65536, 1)
        if not data:
            os._exit(0)
        buffer += data
        if not buffer.endswith(b'\n'):
            continue
        message, buffer = json.loads(buffer), b''
        if message == 'info':
            answer = mountinfo()
        elif message[0] == 'ns':
            start_child(socket.socket(fileno=fds[0]), message[1])
            continue
        else:
            answer = run(message)
        sock.sendall((json.dumps(answer) + '\n').encode())


def start_child(sock, flags):
    """Forks the process of a new namespace, which is a copy of this one's, and maps its ids."""
    ready, go = os.pipe(), os.pipe()
    pid = os.fork()
    if pid == 0:
        if libc.unshare(flags) != 0:
            name = errno.errorcode[ctypes.get_errno()]
            sock.sendall((json.dumps([name, 0]) + '\n').encode())
            os.write(ready[1], b'x')
            os._exit(1)
        os.write(ready[1], b'y')
        os.read(go[0], 1)
        sock.sendall((json.dumps(['ok', os.getpid()]) + '\n').encode())
        serve_relay(sock)
    if os.read(ready[0], 1) == b'y' and flags & NEWUSER:
        for name in ('uid_map', 'gid_map'):
            with open(os.open('%d/%s' % (pid, name), os.O_WRONLY, dir_fd=proc), 'w') as f:
                f.write('0 0 4294967295\n')
    os.write(go[1], b'g')
    for fd in (*ready, *go):
        os.close(fd)
    sock.close()


def main():
    for line in open(sys.argv[1]):
        program = json.loads(line)
        r, w = os.pipe()
        pid = os.fork()
        if pid == 0:
            os.close(r)
            try:
                text = json.dumps(one_program(program))
            except BaseException as e:
                text = json.dumps({'error': repr(e)})
            with os.fdopen(w, 'w') as f:
                f.write(text)
            os._exit(0)
        os.close(w)
        with os.fdopen(r) as f:
            text = f.read()
        os.waitpid(pid, 0)
        sys.stdout.write(text + '\n')
    sys.stdout.flush()


main()
