import { admissions } from '../../src/application/admissions'

const refusedAs = (code: string) => ({ admitted: false, refusal: { code } })
const admitted = { admitted: true, release: expect.any(Function) }

const released = (admission: ReturnType<ReturnType<typeof admissions>['admit']>) => {
  if (!admission.admitted) throw new Error(`refused as ${admission.refusal.code}`)
  admission.release()
}

test('a token has one upload under way at a time', () => {
  const uploads = admissions(10)
  const first = uploads.admit('a')
  expect(uploads.isUnderWay('a')).toBe(true)
  expect(uploads.admit('a')).toEqual(refusedAs('token-in-use'))
  expect(uploads.admit('b')).toEqual(admitted)
  released(first)
  expect(uploads.isUnderWay('a')).toBe(false)
  expect(uploads.admit('a')).toEqual(admitted)
})

test('no more uploads are under way than there are slots, and a slot is given back', () => {
  const uploads = admissions(2)
  const [first] = [uploads.admit('a'), uploads.admit('b')]
  expect(uploads.admit('c')).toEqual(refusedAs('busy'))
  // The token's own upload is the better reason.
  expect(uploads.admit('a')).toEqual(refusedAs('token-in-use'))
  released(first)
  expect(uploads.admit('c')).toEqual(admitted)
})

test('a slot that is given back twice is one slot', () => {
  const uploads = admissions(1)
  const first = uploads.admit('a')
  released(first)
  const second = uploads.admit('b')
  released(first)
  expect(uploads.admit('c')).toEqual(refusedAs('busy'))
  released(second)
})

test('a token is exhausted by 20 refusals, and no other one with it', () => {
  const uploads = admissions(1)
  for (let refusal = 1; refusal <= 20; refusal++) {
    released(uploads.admit('a'))
    uploads.countRefusal('a')
  }
  expect(uploads.admit('a')).toEqual(refusedAs('token-exhausted'))
  released(uploads.admit('b'))
  uploads.forget('a')
  expect(uploads.admit('a')).toEqual(admitted)
})

test('it is idle when the last upload has ended', async () => {
  const uploads = admissions(2)
  await uploads.whenIdle()
  const [first, second] = [uploads.admit('a'), uploads.admit('b')]
  let idle = false
  const waiting = uploads.whenIdle().then(() => {
    idle = true
  })
  released(first)
  await Promise.resolve()
  expect(idle).toBe(false)
  released(second)
  await waiting
  expect(idle).toBe(true)
})
