import type { Command } from '../shell.ts';

/**
 * How a job comes to execute what the repository's tree says.
 * `lifecycle` and `config` are weaker: a publish that runs hooks, and a tool that applies the tree's declarations.
 */
export type ExecutionKind =
  'install' | 'compile' | 'test' | 'task' | 'script' | 'container' | 'local-action' | 'lifecycle' | 'config';

/** What a deployment changes. `release`, `git` and `image` change only what belongs to the repository itself. */
export type DeployKind =
  'cloud' | 'cluster' | 'infrastructure' | 'package' | 'pages' | 'site' | 'release' | 'git' | 'image';

/** One program with its first words, and where it is documented that it does so. */
export interface CommandRow<Kind> {
  readonly command: string;
  readonly kind: Kind;
  readonly source: string;
  /** A further condition on the command. */
  readonly when?: (command: Command) => boolean;
}

export type CommandTable<Kind> = ReadonlyMap<string, readonly CommandRow<Kind>[]>;

export function indexed<Kind>(rows: readonly CommandRow<Kind>[]): CommandTable<Kind> {
  const table = new Map<string, CommandRow<Kind>[]>();
  for (const row of rows) {
    const program = row.command.split(' ', 1)[0] ?? '';
    const known = table.get(program);
    if (known === undefined) table.set(program, [row]);
    else known.push(row);
  }
  return table;
}

/** How many words after the program may stand before a sub-command: `kubectl -n shop apply`. */
const reach = 3;

/** The first row that fits a command. */
export function lookUp<Kind>(table: CommandTable<Kind>, command: Command): CommandRow<Kind> | undefined {
  const [program = '', ...rest] = command.positionals;
  return table.get(program)?.find((row) => {
    const wanted = row.command.split(' ').slice(1);
    return fits(rest, wanted) && (row.when?.(command) ?? true);
  });
}

function fits(words: readonly string[], wanted: readonly string[]): boolean {
  if (wanted.length === 0) return true;
  for (let from = 0; from < reach; from++) {
    if (wanted.every((word, index) => words[from + index] === word)) return true;
  }
  return false;
}

/** `a|b` in a command stands for two rows. */
export function rows<const Kind extends string>(
  kind: Kind,
  source: string,
  commands: readonly string[],
  when?: (command: Command) => boolean,
): readonly CommandRow<Kind>[] {
  return commands
    .flatMap(alternatives)
    .map((command) => ({ command, kind, source, ...(when === undefined ? {} : { when }) }));
}

function alternatives(command: string): readonly string[] {
  return command
    .split(' ')
    .reduce<string[]>(
      (done, word) =>
        word
          .split('|')
          .flatMap((choice) => (done.length === 0 ? [choice] : done.map((before) => `${before} ${choice}`))),
      [],
    );
}
