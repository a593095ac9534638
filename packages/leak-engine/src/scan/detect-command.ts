import { commandForms, longestCommand } from '../context/commands.ts';
import { judgeValue } from '../context/values.ts';
import { builtIn } from '../findings/built-in.ts';
import { reportContext } from './report-context.ts';
import type { View } from './view.ts';

/** Looks at a command line that takes a credential without naming it. */
export function detectCommand(view: View, form: number, start: number): void {
  const command = commandForms[form];
  if (command === undefined) return;
  const to = Math.min(view.length, start + longestCommand);
  const lineEnd = view.text.indexOf(10, start);
  const stop = lineEnd < 0 || command.spansLines === true ? to : Math.min(to, lineEnd);
  const line = view.text.toString('latin1', start, stop);
  if (!view.engine.allowWork(line.length)) return;
  const found = command.pattern.exec(line);
  const value = found?.[1];
  if (found === null || value === undefined) return;
  const judged = judgeValue(value, command.id, 'strong', false);
  if (judged === undefined) return;
  const at = start + found.index + found[0].lastIndexOf(value);
  reportContext(view, builtIn.command, { value, start: at, scheme: undefined }, judged, [
    'a command takes it here',
  ]);
}
