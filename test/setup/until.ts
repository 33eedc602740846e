/** Asks until it is so: for what Temporal tells nobody of by itself. */
export async function until(isSo: () => Promise<boolean>, patience = 40_000): Promise<void> {
  const deadline = Date.now() + patience;
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error(`not within ${patience} ms: ${isSo.toString()}`);
    await new Promise(resolve => setTimeout(resolve, 50));
  }
}
