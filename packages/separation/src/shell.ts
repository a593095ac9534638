/** One simple command of a script: its words without quotes, redirections and leading assignments. */
export interface Command {
  readonly words: readonly string[];
  /** Words that are no flags, the program first. */
  readonly positionals: readonly string[];
  /** Line within the script, from 0. */
  readonly line: number;
}

/** Programs that run the command that follows them. */
const wrappers = new Set(
  'sudo xargs env time exec nohup command xvfb-run timeout retry nice stdbuf then else do if while until ! { ( eatmydata &'.split(
    ' ',
  ),
);

const longestScript = 200_000;

/**
 * Cuts a shell script into simple commands, well enough to see which programs it starts: lines, `;`, `&&`, `||`, `|`,
 * `$( … )` and backquotes separate; comments and here-documents are skipped. It never fails and takes linear time.
 */
export function commandsOf(script: string): readonly Command[] {
  const commands: Command[] = [];
  const lines = script.slice(0, longestScript).split('\n');
  let hereDocument: string | undefined;
  let pending = '';
  let start = 0;
  for (const [index, line] of lines.entries()) {
    if (hereDocument !== undefined) {
      if (line.trim() === hereDocument) hereDocument = undefined;
      continue;
    }
    if (pending === '') start = index;
    const continued = /(?:^|[^\\])[\\`^]\s*$/.test(line) && !line.trimEnd().endsWith('``');
    if (continued && line.trimEnd().endsWith('\\')) {
      pending += `${line.trimEnd().slice(0, -1)} `;
      continue;
    }
    const whole = pending + line;
    pending = '';
    hereDocument = /<<-?\s*["']?(\w+)["']?/.exec(whole)?.[1];
    for (const words of splitLine(whole)) addCommand(words, start, commands);
  }
  if (pending !== '') for (const words of splitLine(pending)) addCommand(words, start, commands);
  return commands;
}

function addCommand(words: readonly string[], line: number, into: Command[]): void {
  let at = 0;
  while (at < words.length) {
    const word = words[at] ?? '';
    if (!wrappers.has(word)) {
      if (!/^[A-Za-z_]\w*=/.test(word)) break;
      at++;
      continue;
    }
    at++;
    while (at < words.length && belongsToWrapper(word, words[at] ?? '')) at++;
  }
  const rest = words.slice(at);
  const [first] = rest;
  if (first === undefined) return;
  const program = first.replace(/\.(exe|cmd|bat)$/i, '');
  const named =
    /^\.{0,2}\//.test(program) && !/^\/(usr\/(local\/)?)?s?bin\//.test(program)
      ? program
      : program.replace(/^.*\//, '');
  const all = [named, ...rest.slice(1)];
  into.push({ words: all, positionals: all.filter((word) => !word.startsWith('-')), line });
}

/** Flags of the wrapper itself, the duration of `timeout` and the place-holder of `xargs`. */
function belongsToWrapper(wrapper: string, word: string): boolean {
  return (
    word.startsWith('-') ||
    (wrapper === 'timeout' && /^\d/.test(word)) ||
    (wrapper === 'xargs' && /^(\{\}|%|\d+)$/.test(word))
  );
}

function splitLine(line: string): readonly (readonly string[])[] {
  const commands: string[][] = [];
  let words: string[] = [];
  let word: string | undefined;
  let quote = '';
  const endWord = (): void => {
    if (word !== undefined && word !== '') words.push(word);
    word = undefined;
  };
  const endCommand = (): void => {
    endWord();
    if (words.length > 0) commands.push(words);
    words = [];
  };
  for (let at = 0; at < line.length; at++) {
    const character = line[at] ?? '';
    if (quote !== '') {
      if (character === quote) quote = '';
      else if (quote === '"' && character === '$' && line[at + 1] === '(') {
        endCommand();
        quote = '';
        at++;
      } else word = (word ?? '') + character;
      continue;
    }
    if (line.startsWith('${{', at)) {
      const close = line.indexOf('}}', at);
      const end = close < 0 ? line.length : close + 2;
      word = (word ?? '') + line.slice(at, end);
      at = end - 1;
    } else if (character === '"' || character === "'") {
      quote = character;
      word ??= '';
    } else if (character === '\\') word = (word ?? '') + (line[++at] ?? '');
    else if (character === '#' && word === undefined) break;
    else if (/\s/.test(character)) endWord();
    else if (character === '$' && line[at + 1] === '(') {
      endCommand();
      at++;
    } else if (';|&()`'.includes(character)) endCommand();
    else if (character === '>' || character === '<') {
      // The number of a descriptor belongs to the redirection.
      if (/^\d$/.test(word ?? '')) word = undefined;
      endWord();
      at = skipRedirection(line, at);
    } else word = (word ?? '') + character;
  }
  endCommand();
  return commands;
}

/** Past `> file`, `2>&1`, `< file`; the words after it belong to the command again. */
function skipRedirection(line: string, from: number): number {
  let at = from + 1;
  while (at < line.length && /[><&\s]/.test(line[at] ?? '')) at++;
  while (at < line.length && !/[\s;|&()]/.test(line[at] ?? '')) at++;
  return at - 1;
}

/** Whether the command has a flag, as `--flag` or `--flag=value`. */
export function hasFlag(command: Command, ...flags: readonly string[]): boolean {
  return command.words.some((word) => flags.some((flag) => word === flag || word.startsWith(`${flag}=`)));
}
