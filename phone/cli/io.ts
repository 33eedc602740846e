/** What the program has of the world. */
export interface Io {
  stdin: NodeJS.ReadableStream & { isTTY?: boolean };
  stdout: NodeJS.WritableStream;
  stderr: NodeJS.WritableStream;
  env: NodeJS.ProcessEnv;
  /** Milliseconds for which nothing must have come before a script is over; 1,000 unless told. */
  quiet?: number;
}
