"""Signing in: second steps, sessions, the fresh proof before what is protected most.

adapters   what allauth and axes ask of us
forms      codes whose failures count
passwords  what a new password may not be
store      how a session is kept
sessions   how long one lasts, the list of them, their end
stepup     a fresh proof of who somebody is, and the way there and back
second     the second step that everybody needs outside the demo
record     what the journal is told of it
"""
