import { spawnSync } from 'node:child_process';

/**
 * Processor time of a program on all cores, in milliseconds: what a busy machine and a program's threads leave
 * comparable. Measured by the shell's `times` (POSIX), whose second line is the children's.
 *
 * @returns undefined if the program cannot be started.
 */
export function processorTime(
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): number | undefined {
  const script = '"$0" "$@" >/dev/null 2>&1; status=$?; times; exit $status';
  const { stdout, status } = spawnSync('sh', ['-c', script, command, ...args], {
    env: { ...process.env, ...env },
    encoding: 'utf8',
  });
  if (status === 126 || status === 127 || status === null) return undefined;
  const children = stdout.trim().split('\n').at(-1) ?? '';
  const seconds = Array.from(children.matchAll(/(\d+)m([\d.]+)s/g), ([, minutes, rest]) => {
    return Number(minutes) * 60 + Number(rest);
  });
  return seconds.reduce((sum, one) => sum + one, 0) * 1000;
}
