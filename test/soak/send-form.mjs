import { once } from 'node:events'
import http from 'node:http'

const boundary = 'a-boundary-of-the-soak'

/** Posts a multipart form, its parts in their order and no faster than the service reads them. */
export async function sendForm(address, parts) {
  const request = http.request(address, {
    method: 'POST',
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
    agent: false,
  })
  const answered = once(request, 'response')
  const write = async (chunk) => {
    if (!request.write(chunk)) await Promise.race([once(request, 'drain'), answered])
  }
  for (const [name, content] of Object.entries(parts)) {
    const fileName = name.startsWith('file_') ? `; filename="${name}"` : ''
    await write(`--${boundary}\r\nContent-Disposition: form-data; name="${name}"${fileName}\r\n\r\n`)
    if (typeof content === 'string') await write(content)
    else for await (const piece of content) await write(piece)
    await write('\r\n')
  }
  request.end(`--${boundary}--\r\n`)
  const [response] = await answered
  let body = ''
  for await (const text of response.setEncoding('utf8')) body += text
  return { status: response.statusCode, body }
}
