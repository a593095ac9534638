import { readFileSync } from 'node:fs';
import { isAbsolute, join, relative } from 'node:path';
import { parseCommand, type Command } from './commands.ts';
import { parseMatchers, type ProblemMatcher } from './matchers.ts';
import { refuseBlocked, saveState, setEnvironment, setOutput, addPath } from './effects.ts';
import { annotate, debug, output, topOf, type Frame } from './state.ts';
import type { Annotation } from './types.ts';

type Handler = (manager: CommandManager, command: Command, frame: Frame) => void;

/** Commands whose line is not repeated by `::echo::on`. */
const neverEchoed = new Set(['add-mask', 'debug', 'notice', 'warning', 'error']);

const disabled = (name: string): string =>
  `The \`${name}\` command is disabled. Use the environment files, or set ACTIONS_ALLOW_UNSECURE_COMMANDS to true.`;
const badStopToken =
  "A stop-commands token may not be empty, the text 'pause-logging', or the name of a workflow command.";

/**
 * Reads what one step prints: workflow commands are obeyed, other lines are text.
 * Source: actions/runner `src/Runner.Worker/ActionCommandManager.cs`, `src/Runner.Worker/Handlers/OutputManager.cs`.
 */
export class CommandManager {
  readonly #frame: Frame;
  #stopToken: string | undefined;
  matchers: ProblemMatcher[] = [];

  constructor(frame: Frame) {
    this.#frame = frame;
  }

  /** Takes one line of either stream. @throws {Error} at a stop-commands token that is not allowed. */
  line(text: string, stream: 'stdout' | 'stderr'): void {
    const { contract } = this.#frame.job;
    const heard = stream === 'stdout' || contract.holds('command/both-streams');
    if (heard && this.#obey(text)) return;
    const printed = contract.holds('command/markers')
      ? text.replaceAll('##[start-action', '##[\\start-action').replaceAll('##[end-action', '##[\\end-action')
      : text;
    if (!this.#matchProblem(printed)) output(this.#frame, printed);
  }

  #obey(text: string): boolean {
    const frame = this.#frame;
    const { contract } = frame.job;
    const command = parseCommand(text, (name) => this.isCommand(name), contract);
    if (command === undefined) return false;
    if (this.#stopToken !== undefined) return this.#resume(command, text);
    if (command.name === 'stop-commands') {
      this.#stop(command.data, text);
      return true;
    }
    if (frame.echo && !neverEchoed.has(command.name) && contract.holds('command/echo')) output(frame, text);
    try {
      handlers[command.name]?.(this, command, frame);
    } catch (error) {
      const shown = neverEchoed.has(command.name) ? command.name : text;
      annotate(frame, 'error', `Unable to process command '${shown}' successfully.`);
      annotate(frame, 'error', (error as Error).message);
      if (contract.holds('command/failure-fails-step')) frame.commandFailed = true;
    }
    return true;
  }

  isCommand(name: string): boolean {
    return (
      name === 'stop-commands' || Object.hasOwn(handlers, name) || name === this.#stopToken?.toLowerCase()
    );
  }

  #resume(command: Command, text: string): boolean {
    if (command.name !== this.#stopToken?.toLowerCase()) return false;
    if (this.#frame.job.contract.holds('command/stop-resume')) this.#stopToken = undefined;
    output(this.#frame, text);
    return true;
  }

  #stop(token: string, text: string): void {
    const { contract, masker } = this.#frame.job;
    const bad =
      token === '' || token.toLowerCase() === 'pause-logging' || this.isCommand(token.toLowerCase());
    if (bad && contract.holds('command/stop-token')) throw new Error(badStopToken);
    if (contract.holds('command/stop')) this.#stopToken = token;
    if (token.length > 6 && contract.holds('command/stop-mask')) masker.add(token);
    output(this.#frame, text);
  }

  #matchProblem(line: string): boolean {
    const frame = this.#frame;
    const plain = line.replace(/\u001B\[[0-9;]*m?/g, '');
    for (const matcher of this.matchers) {
      const problem = matcher.match(plain);
      if (problem === undefined) continue;
      for (const other of this.matchers) if (other !== matcher) other.reset();
      const { level, message, ...place } = problem;
      frame.annotations.add(frame.log, level, message, { ...place, step: topOf(frame).name }, plain);
      return true;
    }
    return false;
  }
}

const handlers: Readonly<Record<string, Handler>> = {
  'add-mask': (_, { data }, frame) => {
    const { contract, masker } = frame.job;
    if (!contract.holds('mask/never-echoed')) output(frame, `::add-mask::${data}`);
    if (data.trim() === '' && contract.holds('mask/blank')) {
      annotate(frame, 'warning', "Can't add secret mask for empty string in ##[add-mask] command.");
      return;
    }
    if (frame.echo && contract.holds('mask/never-echoed')) output(frame, '::add-mask::***');
    masker.addWithLines(data);
  },
  debug: (_, { data }, frame) => {
    debug(frame, data);
  },
  notice: issue('notice'),
  warning: issue('warning'),
  error: issue('error'),
  group: (_, { data }, frame) => {
    if (frame.job.contract.holds('command/group')) output(frame, `##[group]${data}`);
  },
  endgroup: (_, __, frame) => {
    output(frame, '##[endgroup]');
  },
  echo: (_, { data }, frame) => {
    const value = data.trim().toLowerCase();
    if (value !== 'on' && value !== 'off') {
      throw new Error(
        `Invalid echo command value. Possible values can be: 'on', 'off'. Current value is: '${data}'.`,
      );
    }
    frame.echo = value === 'on';
  },
  'add-matcher': (manager, { data }, frame) => {
    if (!frame.job.contract.holds('command/matcher')) return;
    const added = readMatchers(data, frame);
    manager.matchers = [
      ...added,
      ...without(
        manager.matchers,
        added.map(({ owner }) => owner),
      ),
    ];
  },
  'remove-matcher': (manager, { data, properties }, frame) => {
    const owners =
      properties['owner'] === undefined
        ? readMatchers(data, frame).map(({ owner }) => owner)
        : [properties['owner']];
    manager.matchers = without(manager.matchers, owners);
  },
  'set-output': (_, { data, properties }, frame) => {
    if (frame.job.contract.holds('command/set-output'))
      setOutput(frame, nameOf(properties, 'set-output'), data);
  },
  'save-state': (_, { data, properties }, frame) => {
    if (frame.job.contract.holds('command/save-state'))
      saveState(frame, nameOf(properties, 'save-state'), data);
  },
  'set-env': (_, { data, properties }, frame) => {
    allowUnsecure(frame, 'set-env');
    const name = nameOf(properties, 'set-env');
    if (!refuseBlocked(frame, name, `Can't update ${name} environment variable using ::set-env:: command.`)) {
      setEnvironment(frame, name, data);
    }
  },
  'add-path': (_, { data }, frame) => {
    allowUnsecure(frame, 'add-path');
    if (data === '') throw new Error('add-path needs a folder.');
    addPath(frame.job, data);
  },
};

function issue(level: Annotation['level']): Handler {
  return (_, { data, properties }, frame) => {
    const kept = checkPlace(properties);
    const workspace = frame.job.folders.workspace;
    const file = kept['file'];
    const numbers = {
      line: kept['line'],
      endLine: kept['endline'],
      column: kept['col'],
      endColumn: kept['endcolumn'],
    };
    frame.annotations.add(frame.log, level, data, {
      step: topOf(frame).name,
      ...(kept['title'] === undefined ? {} : { title: kept['title'] }),
      ...(file === undefined
        ? {}
        : { file: file.startsWith(`${workspace}/`) ? relative(workspace, file) : file }),
      ...(frame.job.contract.holds('command/place')
        ? Object.fromEntries(
            Object.entries(numbers).flatMap(([key, value]) =>
              /^\d+$/.test(value ?? '') ? [[key, Number(value)]] : [],
            ),
          )
        : {}),
    });
    if (level === 'error' && !frame.job.contract.holds('command/error-does-not-fail'))
      frame.commandFailed = true;
  };
}

/** Drops or completes line and column numbers that make no sense together, as IssueCommandExtension does. */
function checkPlace(properties: Readonly<Record<string, string>>): Record<string, string> {
  const place: Record<string, string> = { ...properties };
  const number = (key: string): number => Number(place[key] ?? Number.NaN);
  if (place['endline'] !== undefined && place['line'] === undefined) place['line'] = place['endline'];
  if (place['endcolumn'] !== undefined && place['col'] === undefined) place['col'] = place['endcolumn'];
  const severalLines = place['endline'] !== undefined && place['endline'] !== place['line'];
  if (place['line'] === undefined || severalLines || number('endcolumn') < number('col')) {
    delete place['col'];
    delete place['endcolumn'];
  }
  if (number('endline') < number('line')) {
    delete place['line'];
    delete place['endline'];
  }
  return place;
}

function nameOf(properties: Readonly<Record<string, string>>, command: string): string {
  const name = properties['name'];
  if (name === undefined || name === '')
    throw new Error(`Required field 'name' is missing in ##[${command}] command.`);
  return name;
}

function allowUnsecure(frame: Frame, name: string): void {
  if (!frame.job.contract.holds('command/unsecure')) return;
  if (frame.env.get('ACTIONS_ALLOW_UNSECURE_COMMANDS')?.toLowerCase() !== 'true')
    throw new Error(disabled(name));
}

function readMatchers(file: string, frame: Frame): ProblemMatcher[] {
  return parseMatchers(
    readFileSync(isAbsolute(file) ? file : join(frame.job.folders.workspace, file), 'utf8'),
  );
}

function without(matchers: readonly ProblemMatcher[], owners: readonly string[]): ProblemMatcher[] {
  const removed = owners.map((owner) => owner.toLowerCase());
  return matchers.filter(({ owner }) => !removed.includes(owner.toLowerCase()));
}
