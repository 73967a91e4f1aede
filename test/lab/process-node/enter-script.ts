/** How one container's processes see the machine. Paths are of the host unless they say otherwise. */
export interface Surroundings {
  /** An empty folder for the root to be put together in. */
  readonly root: string;
  /** Of the image; at /opt/image. */
  readonly imageFolder: string;
  readonly mounts: readonly {
    readonly source: string;
    readonly isFolder: boolean;
    readonly path: string;
    readonly readOnly: boolean;
  }[];
  readonly readOnlyRoot: boolean;
  /** Of the container. */
  readonly workingFolder: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly command: readonly string[];
  /** A line of shell. */
  readonly enterMemoryLimit: string;
}

const DEVICES = "null zero full random urandom tty";

/**
 * The shell script that makes a container of the process that runs it, which is in mount and process namespaces of its
 * own already: an overlay over the host's root, so that nothing it writes reaches the host, then what is mounted, then
 * the command in the place of the shell. Right before that it writes the host's id of the process to descriptor 4, or
 * `not-found` where the command is no program of the container.
 */
export function enterScript(it: Surroundings): string {
  const root = `${it.root}/root`;
  return [
    "set -e",
    "read -r pid rest < /proc/self/stat",
    it.enterMemoryLimit,
    `mount -t tmpfs tmpfs ${quoted(it.root)}`,
    `cd ${quoted(it.root)}; mkdir upper work root; t=${quoted(root)}`,
    `mount -t overlay overlay -o lowerdir=/,upperdir=upper,workdir=work root`,
    `mount -t proc proc "$t/proc"; mount --rbind /sys "$t/sys"; mount -t tmpfs tmpfs "$t/dev"; mkdir "$t/dev/shm"`,
    `for d in ${DEVICES}; do : > "$t/dev/$d"; mount --bind "/dev/$d" "$t/dev/$d"; done`,
    `ln -s /proc/self/fd "$t/dev/fd"; for n in 0:stdin 1:stdout 2:stderr; do ln -s "fd/\${n%:*}" "$t/dev/\${n#*:}"; done`,
    ...[{ source: it.imageFolder, isFolder: true, path: "/opt/image", readOnly: true }, ...it.mounts].flatMap(
      mountLines,
    ),
    ...(it.readOnlyRoot ? [`mount -o remount,bind,ro "$t"`] : []),
    `set -- ${it.command.map(quoted).join(" ")}`,
    `chroot "$t" env -i PATH=${quoted(it.environment.PATH ?? "")} sh -c 'command -v "$1" > /dev/null' sh "$1" || { echo not-found >&4; exit 128; }`,
    `echo "$pid" >&4`,
    `exec chroot "$t" env -i -C ${quoted(it.workingFolder)} ${variables(it.environment)} "$@" 4>&-`,
    "",
  ].join("\n");
}

/** A path that leads through links is followed as the container sees them. */
function mountLines(mount: Surroundings["mounts"][number]): string[] {
  return [
    `p="$t$(chroot "$t" realpath -m ${quoted(mount.path)})"`,
    mount.isFolder ? `mkdir -p "$p"` : `mkdir -p "\${p%/*}"; [ -e "$p" ] || : > "$p"`,
    `mount --bind ${quoted(mount.source)} "$p"${mount.readOnly ? `; mount -o remount,bind,ro "$p"` : ""}`,
  ];
}

function variables(environment: Readonly<Record<string, string>>): string {
  return Object.entries(environment)
    .map(([name, value]) => quoted(`${name}=${value}`))
    .join(" ");
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
