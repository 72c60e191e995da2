/** Under the limit of a test: one that waited on would go on behind its own failure, and keep jest from its end. */
const patienceMs = 18_000

/** Settles once `condition` holds. Rejects when that is waited for in vain. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + patienceMs
  while (!(await condition())) {
    if (performance.now() > end) throw new Error('what was waited for did not come')
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}
