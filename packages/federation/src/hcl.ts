/** A quoted HCL string; `${` and `%{` would be templates (HCL native syntax specification, "Template Expressions"). */
export function hclString(text: string): string {
  return JSON.stringify(text).replaceAll('${', '$${').replaceAll('%{', '%%{');
}
