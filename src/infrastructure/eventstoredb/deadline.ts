export const overdue = Symbol('overdue')

/**
 * What `work` comes to, or `overdue` after so many milliseconds. Work that is given up is left to itself:
 * how it ends is no longer anybody's business, and a rejection of it is no fault of the process.
 */
export async function within<T>(milliseconds: number, work: Promise<T>): Promise<T | typeof overdue> {
  work.catch(() => {})
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<typeof overdue>((resolve) => {
    timer = setTimeout(resolve, milliseconds, overdue)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
