import { isMapping, scalarText } from './expressions.ts';
import type { Annotation } from './types.ts';

interface Pattern {
  readonly regexp: RegExp;
  readonly groups: Readonly<Record<string, number>>;
  readonly loop: boolean;
}

type Match = Readonly<Record<string, string | undefined>>;

/** What a problem matcher found in a line. */
export interface Problem {
  readonly level: Annotation['level'];
  readonly message: string;
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
}

const fields = ['file', 'line', 'column', 'severity', 'code', 'message', 'fromPath'] as const;
const levels: readonly string[] = ['notice', 'warning', 'error'];

/**
 * One problem matcher: patterns that must fit lines in a row.
 * Source: actions/runner `src/Runner.Worker/IssueMatcher.cs`.
 */
export class ProblemMatcher {
  readonly owner: string;
  readonly #severity: string;
  readonly #patterns: readonly Pattern[];
  #running: (Match | undefined)[] = [];

  constructor(config: Record<string, unknown>) {
    this.owner = scalarText(config['owner']);
    this.#severity = typeof config['severity'] === 'string' ? config['severity'] : 'error';
    this.#patterns = (Array.isArray(config['pattern']) ? config['pattern'] : [])
      .filter(isMapping)
      .map(toPattern);
  }

  match(line: string): Problem | undefined {
    for (let at = this.#patterns.length - 1; at >= 0; at--) {
      const before = this.#running[at - 1];
      if (at > 0 && before === undefined) continue;
      const pattern = this.#patterns[at] as Pattern;
      const found = readGroups(pattern, line, before);
      const last = at === this.#patterns.length - 1;
      if (!last) this.#running[at] = found;
      else if (found === undefined) this.#running[at - 1] = undefined;
      else {
        this.#running = [];
        if (pattern.loop) this.#running[at - 1] = before;
        return toProblem(found, this.#severity);
      }
    }
    return undefined;
  }

  reset(): void {
    this.#running = [];
  }
}

function toPattern(config: Record<string, unknown>): Pattern {
  const groups = fields.flatMap((field) =>
    typeof config[field] === 'number' ? [[field, config[field]]] : [],
  );
  return {
    regexp: new RegExp(scalarText(config['regexp'])),
    groups: Object.fromEntries(groups) as Record<string, number>,
    loop: config['loop'] === true,
  };
}

function readGroups(pattern: Pattern, line: string, before: Match | undefined): Match | undefined {
  const found = pattern.regexp.exec(line);
  if (found === null) return undefined;
  const match: Record<string, string | undefined> = { ...before };
  for (const [field, group] of Object.entries(pattern.groups)) match[field] ??= found[group];
  return match;
}

function toProblem(match: Match, severity: string): Problem | undefined {
  const message = match['message'];
  const level = (match['severity'] || severity).toLowerCase();
  if (message === undefined || message.trim() === '' || !levels.includes(level)) return undefined;
  return {
    level: level as Annotation['level'],
    message,
    ...(match['file'] ? { file: match['file'] } : {}),
    ...(/^\d+$/.test(match['line'] ?? '') ? { line: Number(match['line']) } : {}),
    ...(/^\d+$/.test(match['column'] ?? '') ? { column: Number(match['column']) } : {}),
  };
}

/** Reads the file of `add-matcher`. @throws {Error} when it holds no matchers. */
export function parseMatchers(text: string): ProblemMatcher[] {
  const config: unknown = JSON.parse(text);
  const list = isMapping(config) ? config['problemMatcher'] : undefined;
  if (!Array.isArray(list)) throw new Error("A problem matcher file needs 'problemMatcher'.");
  return list.filter(isMapping).map((entry) => new ProblemMatcher(entry));
}
