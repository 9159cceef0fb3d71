"""What holds for all tests."""

import signal

# A shell starts background jobs with Ctrl-C ignored, and every program they start inherits that: tests that
# interrupt a program would wait for it in vain.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
