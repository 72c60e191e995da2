export const overdue = Symbol('overdue')

/**
 * What `work` comes to, or `overdue` after so many milliseconds. Work that is given up is left to itself:
 * how it ends is no longer anybody's business, and a rejection of it is no fault of the process.
 */
export function within<T>(milliseconds: number, work: Promise<T>): Promise<T | typeof overdue> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds, overdue)
    work.then(
      (value) => {
        clearTimeout(timer)
        resolve(value)
      },
      (fault) => {
        clearTimeout(timer)
        reject(fault)
      },
    )
  })
}
