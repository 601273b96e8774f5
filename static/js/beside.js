// Two versions side by side: the one before runs with this one, without sound, and starts from the same moment.
const now = document.querySelector('video.now'), was = document.querySelector('video.was');
const follow = () => { was.currentTime = Math.min(now.currentTime, was.duration || 0); };
was.controls = false; was.muted = true;
now.addEventListener('play', () => { follow(); was.play(); });
now.addEventListener('pause', () => { was.pause(); follow(); });
now.addEventListener('seeking', follow);
now.addEventListener('timeupdate', () => { if (Math.abs(was.currentTime - now.currentTime) > .2 && was.currentTime < was.duration) follow(); });
