/** Does so many pieces of work, a few at a time. Their results in no order. */
export async function inParallel(width, count, work) {
  const results = []
  let begun = 0
  const worker = async () => {
    while (begun < count) {
      begun += 1
      results.push(await work(begun - 1))
    }
  }
  await Promise.all(Array.from({ length: width }, worker))
  return results
}
