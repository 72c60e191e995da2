// Does what the documentation asks of curl, on a machine that has none.
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'

const headers = new Headers()
const form = new FormData()
let data
let url

function addField(field) {
  const at = field.indexOf('=')
  const [name, value] = [field.slice(0, at), field.slice(at + 1)]
  if (value.startsWith('@')) form.set(name, new Blob([readFileSync(value.slice(1))]), basename(value))
  else form.set(name, value)
}

const words = process.argv.slice(2)
while (words.length > 0) {
  const word = words.shift()
  if (word === '-sS') continue
  else if (word === '-F') addField(words.shift())
  else if (word === '-d') data = words.shift()
  else if (word === '-H') headers.set(...words.shift().split(/: (.*)/, 2))
  else if (word.startsWith('-') || url !== undefined) throw new Error(`no stand-in for ${word}`)
  else url = word
}
const body = [...form.keys()].length > 0 ? form : data
if (data !== undefined && !headers.has('content-type')) {
  headers.set('content-type', 'application/x-www-form-urlencoded')
}
const answer = await fetch(url, { method: body === undefined ? 'GET' : 'POST', headers, body })
process.stdout.write(await answer.text())
