import { NoOperationTraceWriter, convertWorkflowTemplate, parseWorkflow } from '@actions/workflow-parser';

/**
 * A process of its own, because the package only loads where JSON imports need no attribute: reads
 * `[{ name, text }]` from stdin and prints, for each, what GitHub's parser refuses.
 */
const chunks: Buffer[] = [];
for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
const files = JSON.parse(Buffer.concat(chunks).toString('utf8')) as readonly { name: string; text: string }[];

const results: string[][] = [];
for (const { name, text } of files) {
  try {
    const { context, value } = parseWorkflow({ name, content: text }, new NoOperationTraceWriter());
    if (value !== undefined && context.errors.count === 0) await convertWorkflowTemplate(context, value);
    results.push(context.errors.getErrors().map((error) => error.message));
  } catch (error) {
    results.push([`crash: ${error instanceof Error ? error.message : String(error)}`]);
  }
}
console.log(JSON.stringify(results));
