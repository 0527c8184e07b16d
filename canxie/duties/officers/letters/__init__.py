"""Letters of appointment: what they say, in Word on the county's template, and as tagged PDF."""
