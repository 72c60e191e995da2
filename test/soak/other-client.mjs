import http from 'node:http'

const pauseMs = 20

/** Someone who asks for a token's status, again and again, until told to end. */
export function otherClient(url, token) {
  const agent = new http.Agent({ keepAlive: true })
  const milliseconds = []
  let failed = 0
  let ending = false

  const ask = () =>
    new Promise((resolve, reject) => {
      const form = `token=${token}`
      const headers = { 'content-type': 'application/x-www-form-urlencoded', 'content-length': form.length }
      const request = http.request(
        `${url}/-/token/status`,
        { method: 'POST', headers, agent },
        (response) => {
          response.on('end', () => resolve(response.statusCode)).resume()
        },
      )
      request.on('error', reject).end(form)
    })

  const asking = (async () => {
    while (!ending) {
      const begun = performance.now()
      if ((await ask().catch(() => 0)) !== 200) failed += 1
      milliseconds.push(performance.now() - begun)
      await new Promise((resolve) => setTimeout(resolve, pauseMs))
    }
  })()

  return {
    /** Settles when so many more have been answered. */
    async answeredMore(count) {
      const enough = milliseconds.length + count
      while (milliseconds.length < enough) await new Promise((resolve) => setTimeout(resolve, pauseMs))
    },
    async end() {
      ending = true
      await asking
      agent.destroy()
      const sorted = milliseconds.sort((a, b) => a - b)
      const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]
      return { answered: sorted.length - failed, failed, median: at(0.5), p99: at(0.99) }
    },
  }
}
