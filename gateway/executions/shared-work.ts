/** Does once, for all who ask for it meanwhile, what comes to the same for all of them. */
export class SharedWork {
  private readonly underWay = new Map<string, Promise<unknown>>();

  do<T>(name: string, work: () => Promise<T>): Promise<T> {
    const known = this.underWay.get(name) as Promise<T> | undefined;
    if (known) return known;
    const done = work().finally(() => this.underWay.delete(name));
    this.underWay.set(name, done);
    return done;
  }
}
