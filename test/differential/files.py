# Carries out file programs on the real kernel: one process for each program, in a jail of its own (a tmpfs with another mounted on tmp/m).
# Reads programs as JSON lines from the file named, prints for each one JSON line: per operation its answer and, where it changed, the tree.
# Run by files.ts inside the oracle's sandbox, never elsewhere.
import ctypes, errno, json, os, stat, sys

libc = ctypes.CDLL(None, use_errno=True)
AT = -100
SYS = dict(write=1, truncate=76, openat=257, mkdirat=258, mknodat=259, fchownat=260, unlinkat=263, linkat=265, symlinkat=266,
           fchmodat=268, faccessat=269, renameat2=316, getdents64=217)
buf = ctypes.create_string_buffer(65536)


def call(name, *args):
    ctypes.set_errno(0)
    conv = [a.encode() if isinstance(a, str) else a if isinstance(a, bytes) else ctypes.c_long(a) for a in args]
    r = libc.syscall(SYS[name], *conv)
    if r < 0:
        raise OSError(ctypes.get_errno(), '')
    return r


def show(s):
    return [s.st_mode, s.st_nlink, s.st_uid, s.st_gid, s.st_size, s.st_blocks]


def names(path):
    """In the order of readdir."""
    fd = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    try:
        out = []
        while True:
            n = libc.syscall(SYS['getdents64'], fd, buf, 65536)
            if n < 0:
                raise OSError(ctypes.get_errno(), '')
            if n == 0:
                return out
            i, b = 0, buf.raw
            while i < n:
                size = int.from_bytes(b[i + 16:i + 18], 'little')
                name = b[i + 19:i + size].split(b'\0')[0].decode()
                i += size
                if name not in ('.', '..'):
                    out.append(name)
    finally:
        os.close(fd)


def tree(path):
    out = []
    for n in sorted(os.listdir(path)):
        p = path + '/' + n
        s = os.lstat(p)
        out.append([p, show(s)[:5]])
        if stat.S_ISDIR(s.st_mode):
            out += tree(p)
    return out


class Runner:
    def __init__(self, program):
        self.fds = [None, None, None]
        self.opened = 0
        self.uid = 0
        self.inside = program['userns']

    def enter(self):
        """A user namespace whose ids 0 and 1 are 1000 and 1001 outside."""
        r, w = os.pipe()
        r2, w2 = os.pipe()
        child = os.fork()
        if child == 0:
            os.read(r, 1)
            for f in ('uid_map', 'gid_map'):
                with open('/proc/%d/%s' % (os.getppid(), f), 'w') as m:
                    m.write('0 1000 2')
            os.write(w2, b'x')
            os._exit(0)
        os.setgroups([])
        os.setresgid(1000, 1000, 1000)
        os.setresuid(1000, 1000, 1000)
        if libc.unshare(0x10000000) != 0:
            raise OSError(ctypes.get_errno(), 'unshare')
        os.write(w, b'x')
        os.read(r2, 1)
        os.waitpid(child, 0)
        os.setresgid(0, 0, 0)
        os.setresuid(0, 0, 0)

    def become(self, uid):
        if uid == self.uid or self.inside:
            return
        if uid:
            os.setgroups([])
            os.setresgid(uid, uid, 0)
            os.setresuid(uid, uid, 0)
        else:
            os.setresuid(0, 0, 0)
            os.setresgid(0, 0, 0)
        self.uid = uid

    def step(self, op, a):
        if op == 'open':
            fd = call('openat', AT, a[0], a[1], a[2])
            i = self.opened % 3
            self.opened += 1
            if self.fds[i] is not None:
                os.close(self.fds[i])
            self.fds[i] = fd
            return show(os.fstat(fd))
        if op == 'write':
            return 'closed' if self.fds[a[0]] is None else call('write', self.fds[a[0]], (b'x' if a[2] else b'\0') * a[1], a[1])
        if op == 'readlink':
            return os.readlink(a[0])
        if op == 'stat':
            return show(os.stat(a[0], follow_symlinks=a[1] == 0))
        if op == 'ls':
            return names(a[0])
        if op == 'getcwd':
            return os.getcwd()
        if op == 'chdir':
            os.chdir(a[0])
        elif op == 'utime':
            os.utime(a[0], None if a[1] == 'now' else (5, 5))
        elif op == 'become':
            self.become(a[0])
        elif op == 'umask':
            os.umask(a[0])
        elif op == 'symlink':
            call('symlinkat', a[0], AT, a[1])
        elif op == 'truncate':
            call('truncate', a[0], a[1])
        elif op == 'rename':
            call('renameat2', AT, a[0], AT, a[1], a[2])
        elif op == 'link':
            call('linkat', AT, a[0], AT, a[1], a[2])
        else:
            call(dict(mkdir='mkdirat', unlink='unlinkat', chmod='fchmodat', chown='fchownat', access='faccessat', mknod='mknodat')[op], AT, *a)
        return 'ok'


def jail(program):
    if os.system('mount -t tmpfs -o mode=755 jail /mnt') != 0:
        sys.exit('no jail')
    os.mkdir('/mnt/tmp')
    os.mkdir('/mnt/tmp/m')
    os.system('mount -t tmpfs -o mode=1777 x /mnt/tmp/m')
    runner = Runner(program)
    watch = os.fork() if program['userns'] else None
    if watch == 0:
        os._exit(0)
    if program['userns']:
        os.waitpid(watch, 0)
    os.mkdir('/mnt/tmp/w')
    os.chmod('/mnt/tmp/w', 0o1777)
    for name, uid, gid, mode in program['files']:
        p = '/mnt/tmp/w/' + name
        if name < 'n':
            os.close(os.open(p, os.O_CREAT, 0o644))
        else:
            os.mkdir(p)
        os.chown(p, uid, gid)
        os.chmod(p, mode)
    if program['userns']:
        os.chmod('/mnt/tmp/w', 0o777)
        os.chmod('/mnt', 0o777)
        runner.enter()
    os.chroot('/mnt')
    os.chdir('/')
    if os.listdir('/') != ['tmp']:
        os._exit(1)
    os.chdir('/tmp/w')
    return runner


def run(program):
    runner = jail(program)
    os.umask(0o022)
    steps = []
    last = None
    for op, *args in program['ops']:
        try:
            answer = runner.step(op, args)
        except OSError as e:
            answer = errno.errorcode[e.errno]
        if runner.uid:
            os.setresuid(-1, 0, -1)
        try:
            now = tree('/tmp')
        except OSError as e:
            now = errno.errorcode[e.errno]
        if runner.uid:
            os.setresuid(-1, runner.uid, -1)
        steps.append([answer] if now == last else [answer, now])
        last = now
    return steps


for line in open(sys.argv[1]):
    r, w = os.pipe()
    child = os.fork()
    if child == 0:
        libc.unshare(0x20000)
        os.system('mount --make-rprivate /')
        out = os.fdopen(w, 'w')
        out.write(json.dumps(run(json.loads(line))))
        out.close()
        os._exit(0)
    os.close(w)
    with os.fdopen(r) as answer:
        print(answer.read(), flush=True)
    os.waitpid(child, 0)
