/** A part of a list, as it is asked for. */
export interface Page {
  /** Items at most. */
  size: number;
  /** `next` of the page before; absent: the first page. */
  token?: string;
}

export interface Listing<Item> {
  items: readonly Item[];
  /** Absent: this is the last page. */
  next?: string;
}
