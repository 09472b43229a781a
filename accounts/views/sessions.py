"""The page of the windows and devices in which somebody is signed in."""

import re

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from accounts.counting import spend
from accounts.ending import end_sessions
from accounts.log import record
from accounts.models import Event
from accounts.network import address_of

OFTEN = (20, 60)  # times, seconds: it looks at every session there is
# The first that fits: browsers name those before them too.
BROWSERS = [("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrom", "Chrome"), ("Safari", "Safari")]
SYSTEMS = [
    ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "Mac"),
    ("CrOS", "ChromeOS"), ("Linux", "Linux"),
]  # fmt: skip


@login_required
def sessions(request):
    """`action`: `end` one (`session`), or `others`: all but this one."""
    if request.method == "POST":
        seconds = spend("sessions", f"person {request.user.pk}", *OFTEN) if settings.RATE_LIMITS else 0
        if seconds:
            answer = render(request, "429.html", {"seconds": seconds, "sent": True}, status=429)
            answer["Retry-After"] = str(seconds)
            return answer
        _end(request)
        return HttpResponseRedirect(reverse("usersessions_list"))
    here = request.session.session_key
    rows = sorted(UserSession.objects.purge_and_list(request.user), key=lambda row: (row.session_key != here, -row.pk))
    shown = [{"row": row, "here": row.session_key == here, "device": device(row.user_agent)} for row in rows]
    elsewhere = any(not session["here"] for session in shown)
    return render(request, "usersessions/usersession_list.html", {"sessions": shown, "elsewhere": elsewhere})


def device(agent):
    """Return what a browser says it is, as people say it: `Firefox on Linux`."""
    browser = next((name for sign, name in BROWSERS if sign in agent), "A browser")
    system = next((name for sign, name in SYSTEMS if sign in agent), "")
    return f"{browser} on {system}" if system else browser


def _end(request):
    here, action = request.session.session_key, request.POST.get("action")
    if action == "others":
        ended = end_sessions(request.user, but=here)
        said = "Everywhere else you are signed out."
    elif action == "end" and re.fullmatch(r"[0-9]{1,18}", request.POST.get("session", "")):
        rows = UserSession.objects.filter(user=request.user, pk=request.POST["session"]).exclude(session_key=here)
        ended = [row.end() for row in rows]
        said = "You are signed out there."
    else:
        return
    if not ended:
        messages.info(request, "Nobody was signed in there any more.")
        return
    record(Event.Kind.SIGN_OUT, by=request.user, person=request.user, address=address_of(request), where="elsewhere")
    messages.success(request, said)
