import { replay } from '../../src/domain/decider'
import { type ProjectNumberEvent, projectNumber } from '../../src/domain/project-number'
import { given } from '../support/given'

const drawn: ProjectNumberEvent = { type: 'ProjectNumberDrawn' }

describe('drawing a project number', () => {
  test('is recorded', () => given(projectNumber).when({ type: 'DrawProjectNumber' }).thenAccepted(drawn))

  test('is recorded every time: each asks for a number of its own', () =>
    given(projectNumber, drawn, drawn).when({ type: 'DrawProjectNumber' }).thenAccepted(drawn))
})

test('the numbers drawn are counted', () => {
  expect(replay(projectNumber, [])).toBe(0)
  expect(replay(projectNumber, [drawn, drawn, drawn])).toBe(3)
})
