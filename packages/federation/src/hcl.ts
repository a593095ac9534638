/** A quoted HCL string; `${` and `%{` would be templates (HCL native syntax specification, "Template Expressions"). */
export function hclString(text: string): string {
  // By a function: in a replacement text, `$$` would stand for one `$`.
  return JSON.stringify(text).replaceAll(/[$%](?=\{)/g, (sign) => sign + sign);
}
