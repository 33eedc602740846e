import type { Finding } from '../../widgets/lint';
import type { Problem } from '../../widgets/problem';
import type { Io } from './io';

/** What is wrong with a file, as compilers tell it. */
export function tellProblems(file: string, problems: readonly Problem[], { stdout }: Io): void {
  for (const { property_path, message } of problems)
    stdout.write(`${file}: ${property_path}: error: ${message}\n`);
}

/** What is most likely a mistake. */
export function tellFindings(file: string, findings: readonly Finding[], { stdout }: Io): void {
  for (const { property_path, severity, message, hint } of findings) {
    stdout.write(`${file}: ${property_path}: ${severity}: ${message}\n    ${hint}\n`);
  }
}
