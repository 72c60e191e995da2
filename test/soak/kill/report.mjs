/** What a run has shown, as plain JSON. */
export function figuresOf({ seed, begun, kills, stops, starts, load, history, violations }) {
  return {
    seed,
    seconds: Math.round((performance.now() - begun) / 1000),
    points: kills.points,
    random: kills.random,
    stops,
    starts: starts.length,
    slowestStartMs: Math.round(Math.max(...starts)),
    slowestOutcomeMs: history.slowestMs(),
    tokens: load.tokens.size,
    consumed: history.consumed.size,
    outcomes: countBy([...history.outcomes.values()].map(({ outcome }) => outcome)),
    violations: countBy(violations),
  }
}

/** The same for people: a table of the points, and a line for each other figure. */
export function tellFigures({ points, outcomes, violations, ...others }) {
  const width = Math.max(...Object.keys(points).map((point) => point.length))
  for (const [point, times] of Object.entries(points)) console.log(`${point.padEnd(width)}  ${times}`)
  for (const [name, figure] of Object.entries(others)) console.log(`${name}: ${figure}`)
  for (const [outcome, count] of Object.entries(outcomes)) console.log(`outcome ${outcome}: ${count}`)
  console.log(`violations: ${Object.values(violations).reduce((sum, count) => sum + count, 0)}`)
  for (const [what, count] of Object.entries(violations)) console.log(`  ${count} × ${what}`)
}

function countBy(words) {
  const counts = {}
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1
  return counts
}
