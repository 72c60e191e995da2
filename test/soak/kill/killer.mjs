import { setTimeout as pause } from 'node:timers/promises'

const reachMs = 30_000
const longestLifeMs = 250
const endsMs = 30

/** Kills the processes of a fleet, in turn, while they are under load, and starts each again at once. */
export function killer(fleet, load, { random, mostHits, violated }) {
  const counts = { points: {}, random: 0 }
  let turn = 0

  function inTurn() {
    const [first, second] = fleet.members
    return turn++ % 2 === 0 ? [first, second] : [second, first]
  }

  return {
    /** How often at each point, and at random instants. */
    counts,

    /** Kills itself as it stands at this point, on one of the first times it comes by. */
    async atPoint(point) {
      const [victim, other] = inTurn()
      await victim.started
      await victim.arm(point, 'SIGKILL', 1 + Math.floor(mostHits * random()))
      const deadline = performance.now() + reachMs
      while (!victim.isDown && performance.now() < deadline) {
        const uploads = load.comingBy(point, victim, other, random)
        // What breaks an upload off is known before the end of its process is.
        const broken = uploads.then(() => pause(endsMs))
        await Promise.race([broken, victim.ended, pause(reachMs, undefined, { ref: false })])
      }
      if (!victim.isDown) return violated(`nothing came by ${point}`)
      counts.points[point] = (counts.points[point] ?? 0) + 1
      victim.start()
    },

    async atRandom() {
      const [victim, other] = inTurn()
      await fleet.allStarted()
      const uploads = load.everything(victim, other)
      await pause(random() * longestLifeMs)
      // Now and then nobody is left to see to it before a start.
      const killed = random() < 0.2 ? [victim, other] : [victim]
      for (const member of killed) member.kill()
      for (const member of killed) await member.ended
      counts.random += 1
      for (const member of killed) member.start()
      await uploads
    },
  }
}
