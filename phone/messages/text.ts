/** What a person writes, or gets to read. */
export interface Text {
  body: string;
  /** URLs of pictures and files. */
  media: readonly string[];
}
